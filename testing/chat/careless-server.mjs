// Loaded before `lab server` (node --import): a server that keeps every secret it gets, as text. The search in a heap snapshot must find them here.
import { Accounts } from "../../dist/chat/accounts/accounts.js";

const kept = [];
globalThis.kept = kept;
for (const method of ["register", "logIn", "changePassword", "spendCode"]) {
  const careful = Accounts.prototype[method];
  Accounts.prototype[method] = function (...facts) {
    kept.push(...facts.filter(Buffer.isBuffer).map(String));
    return careful.apply(this, facts);
  };
}

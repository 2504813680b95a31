/**
 * The X.509 library's dependency injection (tsyringe) does not load without `Reflect.getMetadata`. It asks only which
 * classes a constructor needs. The library's classes need none, so an empty answer is right, and a polyfill is not
 * necessary.
 */
const reflect = Reflect as unknown as Record<string, unknown>;
reflect.getMetadata ??= () => undefined;
reflect.getOwnMetadata ??= () => undefined;

export {};

/**
 * The X.509 library's dependency injection (tsyringe) refuses to load without `Reflect.getMetadata`, and asks it only which classes a
 * constructor wants injected. The library's classes want none, so "nothing noted" is the whole truth and a polyfill is not needed.
 */
const reflect = Reflect as unknown as Record<string, unknown>;
reflect.getMetadata ??= () => undefined;
reflect.getOwnMetadata ??= () => undefined;

export {};

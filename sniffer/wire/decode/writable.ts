/** An object that is still being filled. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What is made field by field, while it is being made. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

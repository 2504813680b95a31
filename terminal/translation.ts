/** The type of a folder's texts in another language: the same keys, and functions that take the same. */
export type Translation<Texts> = Texts extends string
  ? string
  : Texts extends (...values: infer Values) => infer Result
    ? (...values: Values) => Translation<Result>
    : { readonly [Key in keyof Texts]: Translation<Texts[Key]> };

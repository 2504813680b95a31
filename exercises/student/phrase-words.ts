// The words of the students' phrases. All nouns are masculine and have a letter that needs two bytes in UTF-8; the
// adjectives fit any noun.

export const nouns = [
  ...["ñandú", "ratón", "león", "pájaro", "tucán", "delfín", "camaleón", "halcón"],
  ...["murciélago", "búho", "tejón", "salmón", "tiburón", "gorrión", "hurón", "dragón"],
] as const;

export const adjectives = [
  ...["azul", "verde", "feliz", "veloz", "alegre", "valiente", "gigante", "elegante"],
  ...["amable", "dulce", "fuerte", "gris", "invisible", "noble", "ausente", "triste"],
] as const;

export const verbs = ["busca", "guarda", "pinta", "cuenta", "compra", "regala", "esconde", "lleva"] as const;

export const objects = [
  ...["peras", "uvas", "llaves", "cartas", "monedas", "flores", "piedras", "nubes"],
  ...["velas", "tazas", "cintas", "plumas", "semillas", "botellas", "campanas", "estrellas"],
] as const;

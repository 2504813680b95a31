/**
 * A whole number for people: 1234567 is "1,234,567". Not `toLocaleString`: that reads the tables of all languages at its first call, some
 * 30 ms, and costs a tenth of a millisecond each time.
 */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

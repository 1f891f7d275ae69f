/** A key template with a field more: as a segment of its own behind a field, else where the text ends. */
export function withField(template: string, field: string): string {
  const place = `{${field}}`
  return template.endsWith('}') ? `${template}/${place}` : template + place
}

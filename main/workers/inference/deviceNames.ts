/** Names of graphics devices, each once: the second of a kind is called `Name (2)`. */
export function numberedNames(names: readonly string[]): string[] {
  return names.map((name, index) => {
    const sameBefore = names.slice(0, index).filter((other) => other === name).length;
    return sameBefore === 0 ? name : `${name} (${sameBefore + 1})`;
  });
}

/** What a device is called that is the only one: the name that `numberedNames` began with. */
export function nameWhenAlone(name: string, names: readonly string[]): string {
  const kind = name.replace(/ \(\d+\)$/, '');
  return kind !== name && names.includes(kind) ? kind : name;
}

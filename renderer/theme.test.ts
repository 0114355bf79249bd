import { mergeMantineTheme, DEFAULT_THEME } from '@mantine/core';
import { describe, expect, it } from 'vitest';
import { cssVariablesResolver, theme } from './theme';

const merged = mergeMantineTheme(DEFAULT_THEME, theme);
const { light, dark } = cssVariablesResolver(merged);
const shade = (color: string, index: number): string => merged.colors[color]?.[index] ?? '';
const named = (variables: Record<string, string>, name: string): string => variables[name] ?? '';

/** Relative luminance after WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('theme', () => {
  it.each([
    ['a button, light and dark', '#ffffff', shade('clay', 7)],
    ['a dangerous button', '#ffffff', shade('red', 7)],
    ['text', merged.black, '#ffffff'],
    ['quiet text', named(light, '--mantine-color-dimmed'), '#ffffff'],
    ['quiet text in the sidebar', named(light, '--mantine-color-dimmed'), named(light, '--loam-sidebar')],
    [
      'quiet text of the current screen',
      named(light, '--mantine-color-dimmed'),
      named(light, '--loam-sidebar-active'),
    ],
    ['a placeholder', named(light, '--mantine-color-placeholder'), '#ffffff'],
    ['an error', named(light, '--mantine-color-error'), '#ffffff'],
    ['a moss badge', shade('moss', 9), shade('moss', 1)],
    ['text, dark', shade('dark', 0), shade('dark', 7)],
    ['quiet text, dark', named(dark, '--mantine-color-dimmed'), shade('dark', 7)],
    ['quiet text on a raised surface, dark', named(dark, '--mantine-color-dimmed'), shade('dark', 6)],
    [
      'quiet text of the current screen, dark',
      named(dark, '--mantine-color-dimmed'),
      named(dark, '--loam-sidebar-active'),
    ],
    ['an error, dark', named(dark, '--mantine-color-error'), shade('dark', 7)],
    ['a dangerous menu item, dark', named(dark, '--mantine-color-red-6'), shade('dark', 6)],
    [
      'a clay tint, dark',
      named(dark, '--mantine-color-clay-light-color'),
      named(dark, '--mantine-color-clay-light'),
    ],
    [
      'a red tint, dark',
      named(dark, '--mantine-color-red-light-color'),
      named(dark, '--mantine-color-red-light'),
    ],
  ])('keeps AA contrast for %s', (_what, foreground, background) => {
    expect(contrast(foreground, background)).toBeGreaterThanOrEqual(4.5);
  });
});

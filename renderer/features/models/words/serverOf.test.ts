import { expect, it } from 'vitest';
import { serverOf } from './serverOf';

it.each([
  ['bartowski/Qwen3-4B-GGUF', 'huggingface.co'],
  ['huggingface.co/owner/name', 'huggingface.co'],
  ['https://huggingface.co/owner/name', 'huggingface.co'],
  ['  https://models.example.org:8443/a.gguf ', 'models.example.org:8443'],
])('names the server behind “%s”', (text, server) => {
  expect(serverOf(text, 'huggingface.co')).toBe(server);
});

it.each(['', '   ', 'https://'])('names none behind “%s”', (text) => {
  expect(serverOf(text, 'huggingface.co')).toBeNull();
});

it.each(['owner/name', 'https://huggingface.co/owner/name', 'https://hf.co/owner/name'])(
  'names another hub that is set behind “%s”',
  (text) => {
    expect(serverOf(text, 'hub.example.org')).toBe('hub.example.org');
  },
);

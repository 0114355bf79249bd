import { describe, expect, it } from 'vitest';
import {
  choosePackageNames,
  hasRenamedPackages,
  parseDownloadBytes,
  parseMissingLibraries,
} from './systemLibraries.mjs';

const packages = [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['libasound2t64', 'libasound2']];

/** @param {Record<string, string>} candidates */
function policy(candidates) {
  return Object.entries(candidates)
    .map(
      ([name, candidate]) => `${name}:\n  Installed: (none)\n  Candidate: ${candidate}\n  Version table:\n`,
    )
    .join('');
}

describe('the search for missing libraries', () => {
  it('names what the loader does not find', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007fff)',
      '\tlibffmpeg.so => /opt/electron/libffmpeg.so (0x00007f00)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibnss3.so => not found',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f01)',
    ].join('\n');
    expect(parseMissingLibraries(output)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  });
});

describe('the choice of package names', () => {
  it('takes the old names where the system has those', () => {
    const output = policy({ 'libgtk-3-0': '3.24.38', libnss3: '2:3.87', libasound2: '1.2.8' });
    expect(choosePackageNames(packages, output, false)).toEqual(['libgtk-3-0', 'libnss3', 'libasound2']);
  });

  it('takes the new names where the old ones are only provided by others', () => {
    const output = policy({
      'libgtk-3-0t64': '3.24.41',
      libnss3: '2:3.98',
      libasound2t64: '1.2.11',
      libasound2: '(none)',
    });
    expect(choosePackageNames(packages, output, true)).toEqual(['libgtk-3-0t64', 'libnss3', 'libasound2t64']);
  });

  it.each([
    [true, ['libgtk-3-0t64', 'libnss3', 'libasound2t64']],
    [false, ['libgtk-3-0', 'libnss3', 'libasound2']],
  ])('goes by the release when the package lists are empty (renamed: %s)', (isRenamed, expected) => {
    expect(choosePackageNames(packages, '', isRenamed)).toEqual(expected);
  });

  it.each([
    ['ID=debian\nVERSION_ID="12"\n', false],
    ['ID=debian\nVERSION_ID="13"\n', true],
    ['ID=ubuntu\nVERSION_ID="22.04"\n', false],
    ['NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\n', true],
    ['ID=debian\nPRETTY_NAME="Debian GNU/Linux forky/sid"\n', true],
  ])('knows from %j whether the release renamed its packages: %s', (osRelease, expected) => {
    expect(hasRenamedPackages(osRelease)).toBe(expected);
  });
});

describe('the size of an installation', () => {
  it.each([
    ['Need to get 57.5 MB of archives.\n', 57_500_000],
    ['Need to get 7,120 kB/57.5 MB of archives.\n', 7_120_000],
    ['Need to get 0 B/57.5 MB of archives.\n', 0],
    ['0 upgraded, 0 newly installed\n', 0],
  ])('is read from %j', (output, bytes) => {
    expect(parseDownloadBytes(output)).toBe(bytes);
  });
});

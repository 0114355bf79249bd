/** Whether somebody asked for a debugger's door into the page. */
export function hasDebuggingSwitch(commandLine: readonly string[]): boolean {
  return commandLine.some((argument) => /^--(remote-debugging|inspect)/.test(argument));
}

/**
 * Whether the launcher gave up the operating system's sandbox for a reason that holds: Chromium cannot have one as
 * root, which is what containers and test hosts run as. For everybody else the switch is overruled.
 *
 * @param userId null where the system has no such number
 */
export function mustRunWithoutSandbox(commandLine: readonly string[], userId: number | null): boolean {
  return userId === 0 && commandLine.includes('--no-sandbox');
}

/** Switches that this host forces on Chromium (as root, without a graphics device); none on an ordinary desktop. */
export function electronSwitches(): string[];

/** Why a header is refused, as a clause for people. It never leaves this folder. */
export class HeaderFault extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'HeaderFault';
  }
}

/** The reason of the fault that the check throws; null when it throws none. */
export function reasonOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof HeaderFault) return error.message;
    throw error;
  }
}

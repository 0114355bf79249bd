import { LoamError } from '../../../preload/contract/errors';
import { nameWhenAlone } from './deviceNames';

/** Where a graphics device stands among those of the machine. */
export interface DevicePlace {
  name: string;
  /** What it is called in a process that sees it alone. */
  nameAlone: string;
  /** Where it may stand in the driver's own list, which can hold more than llama.cpp uses: the likeliest first. */
  candidates: readonly number[];
}

/** How many more entries than devices the driver's list may have: second drivers, software devices. */
const extraEntries = 3;

/**
 * @param devices all that llama.cpp can use
 * @throws LoamError model/load-failed when there is no device of this name
 */
export function findDevice(name: string, devices: readonly string[]): DevicePlace {
  const index = devices.indexOf(name);
  if (index === -1) throw deviceMissing(name, devices);
  const others = Array.from({ length: devices.length + extraEntries }, (_, other) => other);
  return {
    name,
    nameAlone: nameWhenAlone(name, devices),
    candidates: [index, ...others.filter((other) => other !== index)],
  };
}

export function deviceMissing(name: string, devices: readonly string[]): LoamError {
  const there = devices.length === 0 ? 'there is none that models can use' : `there is ${devices.join(', ')}`;
  return new LoamError(
    'model/load-failed',
    `The graphics device ${name} was not found: ${there}. Choose another one, or automatic, in the settings.`,
  );
}

import { expect, test } from './securityTest';

const queried = [
  'accelerometer',
  'ambient-light-sensor',
  'background-fetch',
  'background-sync',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'gyroscope',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'notifications',
  'payment-handler',
  'persistent-storage',
  'push',
  'screen-wake-lock',
  'speaker-selection',
  'storage-access',
  'window-management',
];

test('no permission is granted, whichever of 20 and more is looked at', async ({ opened }) => {
  const states = await opened.page.evaluate(async (names) => {
    const ask = async (name: string) => {
      try {
        const descriptor = { name, ...(name === 'push' && { userVisibleOnly: true }) };
        return (await navigator.permissions.query(descriptor as unknown as PermissionDescriptor)).state;
      } catch {
        return 'unknown here';
      }
    };
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await ask(name)] as const)));
  }, queried);
  const granted = Object.entries(states).filter(([, state]) => state === 'granted' || state === 'prompt');
  expect(granted).toEqual([]);
  expect(Object.values(states).filter((state) => state === 'denied').length).toBeGreaterThanOrEqual(14);
});

test('what needs a permission is refused when it is used, also after a click', async ({ opened }) => {
  // The driver evaluates as if the user had just clicked.
  const outcomes = await opened.page.evaluate(async () => {
    const anyNavigator = navigator as unknown as Record<
      string,
      Record<string, (options?: unknown) => Promise<unknown>>
    >;
    const uses: Record<string, () => Promise<unknown>> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      location: () =>
        new Promise((resolve, reject) => {
          navigator.geolocation.getCurrentPosition(resolve, reject);
        }),
      notification: async () => {
        const answer = await Notification.requestPermission();
        if (answer !== 'granted') throw new Error(answer);
      },
      'reading the clipboard': () => navigator.clipboard.readText(),
      'writing the clipboard': () => navigator.clipboard.writeText('x'),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      'full screen': () => document.documentElement.requestFullscreen(),
      'pointer lock': () => Promise.resolve(document.documentElement.requestPointerLock()),
      'keyboard lock': () => anyNavigator['keyboard']!['lock']!(),
      usb: () => anyNavigator['usb']!['requestDevice']!({ filters: [] }),
      serial: () => anyNavigator['serial']!['requestPort']!(),
      hid: async () => {
        const devices = (await anyNavigator['hid']!['requestDevice']!({ filters: [] })) as unknown[];
        if (devices.length === 0) throw new Error('none');
      },
      bluetooth: () => anyNavigator['bluetooth']!['requestDevice']!({ acceptAllDevices: true }),
      'wake lock': () => navigator.wakeLock.request('screen'),
      'idle detection': async () => {
        const detector = Reflect.get(globalThis, 'IdleDetector') as { requestPermission(): Promise<string> };
        if ((await detector.requestPermission()) !== 'granted') throw new Error('denied');
      },
      'local fonts': async () => {
        const fonts = await (Reflect.get(globalThis, 'queryLocalFonts') as () => Promise<unknown[]>)();
        if (fonts.length === 0) throw new Error('none');
      },
      'directory picker': () => (Reflect.get(globalThis, 'showDirectoryPicker') as () => Promise<unknown>)(),
      'persistent storage': async () => {
        if (!(await navigator.storage.persist())) throw new Error('denied');
      },
    };
    const refused = async (use: () => Promise<unknown>) => {
      const patience = new Promise((resolve) => setTimeout(() => resolve('silent'), 3000));
      try {
        return (await Promise.race([use(), patience])) === 'silent' ? 'silent' : 'GRANTED';
      } catch {
        return 'refused';
      }
    };
    const answers: [string, string][] = [];
    for (const [name, use] of Object.entries(uses)) answers.push([name, await refused(use)]);
    return Object.fromEntries(answers);
  });
  const granted = Object.entries(outcomes).filter(([, outcome]) => outcome === 'GRANTED');
  expect(granted).toEqual([]);
});

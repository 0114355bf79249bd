import {
  ActionIcon,
  Badge,
  CloseButton,
  createTheme,
  Drawer,
  Menu,
  Modal,
  ScrollArea,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Fired clay: the colour of what can be pressed and of where the user is. */
const clay: MantineColorsTuple = [
  '#fbf4ef',
  '#f5e5da',
  '#ebcdb8',
  '#dfb092',
  '#d39570',
  '#c87d54',
  '#b5653a',
  '#9a5330',
  '#7d4328',
  '#5f3420',
];

/** What is ready and well. */
const moss: MantineColorsTuple = [
  '#f0f5ee',
  '#dfeadb',
  '#c1d6b9',
  '#a0c095',
  '#7fb56d',
  '#619f4e',
  '#4c863b',
  '#436c38',
  '#34552b',
  '#253e1f',
];

/** Warm greys, so that surfaces sit with the clay instead of turning blue beside it. */
const gray: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0eb',
  '#e8e3dc',
  '#dad4cb',
  '#c4bcb1',
  '#a39a8e',
  '#736a60',
  '#5f574e',
  '#47413a',
  '#2b2722',
];

const dark: MantineColorsTuple = [
  '#dcd7d0',
  '#c2bcb3',
  '#aaa399',
  '#7a736a',
  '#4d4841',
  '#3b3732',
  '#2d2a26',
  '#211f1c',
  '#191715',
  '#121110',
];

/** Cooler than the clay, so that a failure is not taken for a focus. Its seventh shade carries white text. */
const red: MantineColorsTuple = [
  '#fdf0f1',
  '#fadcdf',
  '#f3b9bf',
  '#ea919b',
  '#e27886',
  '#d44a5a',
  '#c22c40',
  '#a61e33',
  '#851928',
  '#61131e',
];

const systemFont =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", Arial, sans-serif';
const systemMonospaceFont =
  'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace';

const closeLabel = { 'aria-label': 'Close' };
const overlayProps = { backgroundOpacity: 0.35 };

export const theme = createTheme({
  primaryColor: 'clay',
  // White text on the seventh shade passes AA in both schemes.
  primaryShade: 7,
  black: '#2b2722',
  colors: { clay, moss, gray, dark, red },
  fontFamily: systemFont,
  fontFamilyMonospace: systemMonospaceFont,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  headings: {
    fontFamily: systemFont,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.45' },
    },
  },
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 600 } }),
    CloseButton: CloseButton.extend({ defaultProps: { ...closeLabel } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 500, withArrow: true } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        width: 220,
        transitionProps: { duration: 80 },
        // The placeholder is a focusable element without a role, which a menu must not contain.
        withInitialFocusPlaceholder: false,
      },
    }),
    // The page itself never scrolls, and the scroll lock would add a style element without our nonce.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        overlayProps,
        scrollAreaComponent: ScrollArea.Autosize,
      },
    }),
    Drawer: Drawer.extend({
      defaultProps: { lockScroll: false, overlayProps, scrollAreaComponent: ScrollArea.Autosize },
    }),
  },
});

/** What the library's defaults would leave below AA contrast, and Loam's own surfaces. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[7],
    '--mantine-color-default-border': gray[3],
    '--mantine-color-gray-light-color': gray[8],
    '--loam-sidebar': gray[1],
    '--loam-sidebar-hover': gray[2],
    '--loam-sidebar-active': gray[3],
    '--loam-hairline': gray[2],
    '--loam-raised': '#ffffff',
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': red[4],
    // A dangerous item of a menu takes this shade in both schemes.
    '--mantine-color-red-6': red[4],
    // The library's tints nearly vanish on dark surfaces.
    '--mantine-color-clay-light': '#40291b',
    '--mantine-color-clay-light-hover': '#4e3322',
    '--mantine-color-clay-light-color': clay[2],
    '--mantine-color-moss-light': '#28331f',
    '--mantine-color-moss-light-color': moss[2],
    '--mantine-color-red-light': '#3d1c22',
    '--mantine-color-red-light-color': red[1],
    '--mantine-color-gray-light': dark[5],
    '--mantine-color-gray-light-hover': dark[4],
    '--mantine-color-gray-light-color': dark[0],
    '--loam-sidebar': dark[8],
    '--loam-sidebar-hover': dark[6],
    '--loam-sidebar-active': dark[5],
    '--loam-hairline': dark[5],
    '--loam-raised': dark[6],
  },
});

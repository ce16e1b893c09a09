import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager } from '@mantine/core';

/** Mantine in the window's own measures; its colours come from tokens.css. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'md',
  primaryColor: 'blue',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
});

/** Lets Mantine's components take the colours of tokens.css, which differ by scheme by themselves. */
export const colours: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--dim)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--panel-2)',
    '--mantine-color-default-hover': 'var(--panel-3)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent-solid)',
    '--mantine-primary-color-filled-hover': 'var(--accent-solid-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-color-blue-filled': 'var(--accent-solid)',
    '--mantine-color-blue-filled-hover': 'var(--accent-solid-hover)',
  },
  light: {},
  dark: {},
});

/** Remembers the scheme in the page, so that the window opens in it before main has answered. */
export const colourSchemeManager = localStorageColorSchemeManager({ key: 'dm-bench-theme' });

import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Button.css';
import './theme/tokens.css';
import './theme/base.css';
import { App } from './app.tsx';
import { answerKeys } from './keys/hotkeys.ts';
import { connectWorkstation } from './stores/workstation.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
answerKeys(window);
connectWorkstation();
createRoot(root).render(<App />);

import './core/jitless.ts';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { preferences } from './app/preferences.ts';
import { houseOf } from './app/slots.ts';
import { features } from './features/index.ts';
import { browserLanguage, startI18n } from './i18n/i18n.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

await startI18n(preferences.getState().language ?? browserLanguage());
createRoot(root).render(<App house={houseOf(features)} />);

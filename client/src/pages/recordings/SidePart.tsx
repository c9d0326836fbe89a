import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { ChaptersPart } from './ChaptersPart.tsx';
import { recordedPanels as panels } from './house.tsx';
import { useDesk, usePlayerDesk } from './playerDesk.ts';

/** Beside or below the stage: chapters with the search, and what features have of this time: chat, people, polls, hands. */
export function SidePart({ beside }: { readonly beside: boolean }) {
  const { t } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { store } = useDesk();
  const { tab } = usePlayerDesk();
  return (
    <aside
      aria-label={t('beside')}
      className={cx('flex min-h-0 flex-col border-line', beside ? 'w-[22rem] shrink-0 border-l' : 'flex-1 border-t')}
    >
      <Tabs
        selectedKey={tab}
        onSelectionChange={(key) => store.setState({ tab: String(key) })}
        className="flex min-h-0 flex-1 flex-col"
      >
        <TabList aria-label={t('beside')} className="flex shrink-0 overflow-x-auto border-b border-line px-1">
          <Tab id="chapters" className={tabStyle}>
            {t('chapters.title')}
          </Tab>
          {panels.map(({ id, title }) => (
            <Tab key={id} id={id} className={tabStyle}>
              {general(title)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="chapters" className={panelStyle}>
          <ChaptersPart />
        </TabPanel>
        {panels.map(({ id, Panel }) => (
          <TabPanel key={id} id={id} className={panelStyle}>
            <Panel />
          </TabPanel>
        ))}
      </Tabs>
    </aside>
  );
}

const tabStyle =
  'flex min-h-11 cursor-pointer items-center rounded-md px-3 text-dim outline-none -outline-offset-3 data-focus-visible:outline-2 data-focus-visible:outline-ring data-hovered:text-text data-selected:font-bold data-selected:text-text';
const panelStyle = 'flex min-h-0 flex-1 flex-col outline-none -outline-offset-3';

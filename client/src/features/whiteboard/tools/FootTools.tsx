import { ChevronDown, Pencil } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useDesk, useDeskState, useMayDraw, useMayManage } from '../useBoard.ts';
import { toolButton } from './toolButton.tsx';

/** On a phone, opens and closes the tools, from the bar below the page. */
export function FootTools() {
  const { t } = useTranslation();
  const desk = useDesk();
  const may = useMayDraw();
  const manages = useMayManage();
  const open = useDeskState((state) => state.toolsOpen);
  if (!may && !manages) return null;
  const Icon = open ? ChevronDown : Pencil;
  return (
    <div className="sm:hidden">
      <AriaButton
        aria-expanded={open}
        aria-label={t(open ? 'whiteboard.hideTools' : 'whiteboard.showTools')}
        onPress={() => desk.showTools(!open)}
        className={toolButton(false)}
      >
        <Icon aria-hidden="true" className="size-5" />
      </AriaButton>
    </div>
  );
}

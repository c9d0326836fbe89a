import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface Props {
  readonly children: ReactNode;
}

/** Shows words and a way back when rendering throws, instead of a white page. */
export class CrashGuard extends Component<Props, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { t } = useTranslation();
  return (
    <main>
      <Notice
        icon={<TriangleAlert />}
        title={t('app.crash.title')}
        actions={
          <Button look="primary" onPress={() => location.reload()}>
            {t('app.reload')}
          </Button>
        }
      >
        <p>{t('app.crash.body')}</p>
      </Notice>
    </main>
  );
}

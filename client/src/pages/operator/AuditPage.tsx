import { useTranslation } from 'react-i18next';
import { AuditList } from '../organisation/AuditSection.tsx';
import { Section } from '../service/parts.tsx';
import { operatorApi } from './api.ts';
import { OperatorFrame } from './OperatorFrame.tsx';

/** The changes of all records of the server. */
export function AuditPage() {
  const { t } = useTranslation('operator');
  return (
    <OperatorFrame part="audit" lead={t('audit.lead')}>
      <Section title={t('part.audit')}>
        <AuditList ask={operatorApi.audit} />
      </Section>
    </OperatorFrame>
  );
}

import { useTranslation } from 'react-i18next';
import { AuditList } from '../organisation/AuditSection.tsx';
import { operatorApi } from './api.ts';
import { Card, OperatorFrame } from './OperatorFrame.tsx';

/** The changes of all records of the server. */
export function AuditPage() {
  const { t } = useTranslation('operator');
  return (
    <OperatorFrame part="audit" lead={t('audit.lead')}>
      <Card>
        <AuditList ask={operatorApi.audit} />
      </Card>
    </OperatorFrame>
  );
}

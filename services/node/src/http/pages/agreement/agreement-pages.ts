import type { Pages } from '../page.js';
import { agreementPage } from './agreement-page.js';
import { agreementsPage } from './agreements-page.js';
import { quotasPage } from './quotas-page.js';

/** The places of this city, the versions of the agreement, and one version. */
export function addAgreementPages(pages: Pages): void {
  pages.get('/quotas', quotasPage);
  pages.get('/agreements', agreementsPage);
  pages.get('/agreements/:agreementId', agreementPage);
}

/** The dashboard's files, and what their reader may do. */
import { dashboardFiles, dashboardHeaders, readDashboard } from '../pages/dashboard-files.js';
import { requestFault } from '../../problems/request-faults.js';
import { JSON_TYPE, jsonAnswer, noStore } from '../operation.js';
import type { Answer, Call, Operation } from '../operation.js';

/** What these routes need. */
export interface DashboardDeps {
  readonly settings: { readonly readOnly: boolean };
}

/** getDashboardFile and getAccess. */
export function dashboardOperations(deps: DashboardDeps): readonly Operation[] {
  return [
    {
      operationId: 'getAccess',
      method: 'GET',
      path: '/v1/access',
      access: 'r',
      produces: [JSON_TYPE],
      run: ({ exchange }) => {
        const isReader = deps.settings.readOnly || exchange.holder === 'reader';
        const access = isReader ? ['read'] : ['read', 'secret', 'write'];
        return Promise.resolve(jsonAnswer(200, JSON.stringify({ access }), noStore));
      },
    },
    {
      operationId: 'getDashboardFile',
      method: 'GET',
      path: '/dashboard/:file',
      access: 'open',
      produces: ['text/javascript', 'text/css', 'image/svg+xml'],
      acceptsAll: true,
      run: fileAnswer,
    },
  ];
}

async function fileAnswer({ params }: Call): Promise<Answer> {
  const file = dashboardFiles.find(({ name }) => name === params.file);
  if (file === undefined) {
    throw requestFault('not-found', 'The dashboard has no such file.');
  }
  const body = await readDashboard(file.name);
  return { status: 200, type: file.type, body, headers: dashboardHeaders };
}

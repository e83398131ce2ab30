/** Owns the description of the plain read API (OpenAPI 3.1), made from the schemas that check it. */
import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import { answerQuery, listQuery } from './query.ts'
import { answerShape, failureShape, indicatorShape, listShape } from './shapes.ts'

const path = z.strictObject({
  domain: z.string().meta({ description: 'First part of the indicator id', example: 'budget' }),
  name: z.string().meta({ description: 'Second part of the indicator id', example: 'revenue-execution' }),
})

const json = (description: string, schema: z.ZodType) => ({ description, content: { 'application/json': { schema } } })

const refusals = {
  '400': json('The question is not understood; says what is allowed', failureShape),
  '401': json('The credentials are wrong or no longer valid', failureShape),
  '403': json('The viewer may not see this', failureShape),
  '404': json('Unknown indicator, city or unit; offers the nearest', failureShape),
  '503': json('Too many questions are waiting', failureShape),
  '504': json('The question took too long', failureShape),
}

const notModified = { description: 'The ETag given in If-None-Match is still good' }

export const openApi = () =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'La Bàn',
      version: '1',
      description:
        'Published figures of cities, read only. Every answer follows from the release in force and the question alone; its ETag changes with either.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    paths: {
      '/indicators': {
        get: {
          operationId: 'listIndicators',
          summary: 'All indicators of a city',
          requestParams: { query: listQuery },
          responses: {
            '200': json('Indicators in the order of the catalogue', listShape),
            '304': notModified,
            ...refusals,
          },
        },
      },
      '/indicators/{domain}/{name}': {
        get: {
          operationId: 'getIndicator',
          summary: 'Definition, targets and sources of one indicator',
          requestParams: { path, query: listQuery },
          responses: { '200': json('The definition', indicatorShape), '304': notModified, ...refusals },
        },
      },
      '/indicators/{domain}/{name}/answer': {
        get: {
          operationId: 'askIndicator',
          summary: 'Figures of one indicator',
          requestParams: { path, query: answerQuery },
          responses: {
            '200': json('Figures with their standing and origin', answerShape),
            '304': notModified,
            ...refusals,
          },
        },
      },
      '/indicators/{domain}/{name}/answer.csv': {
        get: {
          operationId: 'askIndicatorCsv',
          summary: 'The same figures as a table: UTF-8 with BOM, CRLF, decimal point',
          requestParams: { path, query: answerQuery },
          responses: {
            '200': { description: 'One row a figure', content: { 'text/csv': { schema: z.string() } } },
            '304': notModified,
            ...refusals,
          },
        },
      },
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { bearer: [] }],
  })

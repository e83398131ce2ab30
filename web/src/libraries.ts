/** Names what the first drawing needs of the libraries, so that `main.ts` can wake them in a task of their own and nothing more is shipped. */
export { QueryClientProvider } from '@tanstack/react-query'
export { RouterProvider } from '@tanstack/react-router'
export { createTRPCClient } from '@trpc/client'
export { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'

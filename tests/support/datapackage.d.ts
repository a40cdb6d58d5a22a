/** What the tests use of the package, which has no types of its own. */
declare module 'datapackage' {
  interface Resource {
    readonly descriptor: { readonly path: string }
    read(options: { readonly keyed: boolean }): Promise<unknown[]>
  }
  export const Package: {
    load(descriptor: unknown, options: { readonly basePath: string }): Promise<{ readonly valid: boolean; readonly errors: readonly Error[]; readonly resources: readonly Resource[] }>
  }
}

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>A path with what can be done there.</summary>
/// <param name="Tag">What generators group the operations by.</param>
/// <param name="Template">The path, with parameters in braces.</param>
/// <param name="Parameters">The parameters of all its operations.</param>
/// <param name="Operations">The operations.</param>
public sealed record ApiPath(string Tag, string Template, IReadOnlyList<ApiParameter> Parameters, IReadOnlyList<ApiOperation> Operations)
{
    /// <summary>The path with its parameters where documents have them: what all of its operations take stands at the path, and not at the operations again.</summary>
    public ApiPath Factored()
    {
        ApiParameter[] common = Operations.Count == 0 ? [] : [.. Operations[0].Parameters.Where(p => Operations.All(o => o.Parameters.Contains(p)))];
        if (common.Length == 0) return this;
        return this with
        {
            Parameters = [.. common.Concat(Parameters).Distinct().OrderBy(static p => p.Name, StringComparer.Ordinal).ThenBy(static p => p.InPath)],
            Operations = [.. Operations.Select(o => o with { Parameters = [.. o.Parameters.Except(common)] })],
        };
    }
}

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>A path with what can be done there.</summary>
/// <param name="Tag">What generators group the operations by.</param>
/// <param name="Template">The path, with parameters in braces.</param>
/// <param name="Parameters">The parameters of all its operations.</param>
/// <param name="Operations">The operations.</param>
public sealed record ApiPath(string Tag, string Template, IReadOnlyList<ApiParameter> Parameters, IReadOnlyList<ApiOperation> Operations);

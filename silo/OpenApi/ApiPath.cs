namespace Orleans.Kube.Silo.OpenApi;

/// <summary>A path template with the parameters in it and what can be done there.</summary>
public sealed record ApiPath(string Template, IReadOnlyList<ApiParameter> Parameters, IReadOnlyList<ApiOperation> Operations);

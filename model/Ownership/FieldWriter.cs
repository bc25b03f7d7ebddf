namespace Orleans.Kube.Model.Ownership;

/// <summary>Who writes fields: a manager (<c>kubectl</c>, <c>deployment-controller</c>), in a version of the API, to an object or a subresource of it.</summary>
public sealed record FieldWriter(string Manager, string ApiVersion, string Subresource = "");

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>A parameter of an operation or of all operations of a path.</summary>
/// <param name="Name">Its name in the query or the path.</param>
/// <param name="Type">string, integer or boolean.</param>
/// <param name="Description">What it does.</param>
/// <param name="InPath">Whether it is a part of the path rather than of the query.</param>
public sealed record ApiParameter(string Name, string Type, string Description, bool InPath = false);

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>A format of texts, and what is wrong with a text that does not have it.</summary>
internal sealed record NamedFormat(string Name, Func<string, IReadOnlyList<string>> Validate);

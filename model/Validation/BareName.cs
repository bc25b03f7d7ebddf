namespace Orleans.Kube.Model.Validation;

/// <summary>A wrong value that messages show without quotes, as Kubernetes shows names of resources.</summary>
public readonly record struct BareName(string Text);

namespace Orleans.Kube.Model;

/// <summary>Where an object lives. <see cref="Namespace"/> is empty for cluster-scoped resources.</summary>
public readonly record struct ObjectKey(GroupResource Resource, string Namespace, string Name)
{
    /// <summary>The key within the resource: <c>namespace/name</c>, or <c>name</c> when cluster-scoped. Lists are sorted by it, ordinally.</summary>
    public string Path => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";

    public override string ToString() => $"{Resource}/{Path}";
}

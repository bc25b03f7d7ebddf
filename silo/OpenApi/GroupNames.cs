namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The names that operations get from their group and version.</summary>
/// <param name="Tag">What generators group the operations by: <c>apps_v1</c>.</param>
/// <param name="Title">What the names of the operations contain: <c>AppsV1</c>.</param>
internal sealed record GroupNames(string Tag, string Title)
{
    /// <summary>Those of a group, and of one of its versions.</summary>
    public static GroupNames Of(string group, string version = "")
    {
        var words = Words(group.Length == 0 ? "core" : group.Replace(".k8s.io", "", StringComparison.Ordinal));
        var tag = char.ToLowerInvariant(words[0]) + words[1..];
        return new GroupNames(version.Length == 0 ? tag : $"{tag}_{version}", words + Capital(version));
    }

    /// <summary>The words of a name, each with a capital.</summary>
    public static string Words(string name) => string.Concat(name.Split('.', '-').Select(Capital));

    private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
}

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The checkout under test: <c>KUBE_ROOT</c>, or the one that the tests were built from.</summary>
public static class Checkout
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("KUBE_ROOT") ?? Find();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "kube"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside a checkout");
    }
}

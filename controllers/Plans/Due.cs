namespace Orleans.Kube.Controllers;

/// <summary>When a plan wants to be asked again although nothing changed.</summary>
public static class Due
{
    /// <summary>The earlier of two times, where null means never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left <= right ? left : right;
}

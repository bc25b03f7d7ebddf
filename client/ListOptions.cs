namespace Orleans.Kube.Client;

/// <summary>Which objects of a collection to list, watch or delete.</summary>
public sealed record ListOptions
{
    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>The revision to read at or to watch from; null is the latest.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>A constant of <c>ResourceVersionMatch</c>.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>The size of a page; null is the client's page size.</summary>
    public int? Limit { get; init; }

    /// <summary>The token of the next page.</summary>
    public string? Continue { get; init; }

    internal RequestPath AddTo(RequestPath path) => path
        .Query("labelSelector", LabelSelector).Query("fieldSelector", FieldSelector)
        .Query("resourceVersion", ResourceVersion).Query("resourceVersionMatch", ResourceVersionMatch);
}

using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>One method of one path, as both dialects describe it.</summary>
public sealed record ApiOperation
{
    /// <summary>The HTTP method, in lower case.</summary>
    public required string Method { get; init; }

    /// <summary>Unique among all operations; generated clients name their methods by it.</summary>
    public required string Id { get; init; }

    public required string Description { get; init; }

    /// <summary>The sort of operation on objects: list, get, post, put, patch, delete, deletecollection, watch, watchlist or connect; null for others.</summary>
    public string? Action { get; init; }

    /// <summary>The objects that are exchanged; null for other things.</summary>
    public GroupVersionKind? Kind { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The name of the schema of the body; null where there is none.</summary>
    public string? Body { get; init; }

    public bool BodyRequired { get; init; } = true;

    /// <summary>The media types of the body; empty when there is none.</summary>
    public IReadOnlyList<string> Consumes { get; init; } = [];

    /// <summary>What Swagger 2.0 calls the media types of a body where there is none.</summary>
    public IReadOnlyList<string> Accepts { get; init; } = ApiMedia.Anything;

    public IReadOnlyList<string> Produces { get; init; } = ApiMedia.Answers;

    /// <summary>The name of the schema of the answer; null when it is text.</summary>
    public string? Answer { get; init; }

    /// <summary>The status codes of success.</summary>
    public IReadOnlyList<string> Codes { get; init; } = ["200"];
}

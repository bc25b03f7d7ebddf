using System.Text.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>What a conversion webhook is asked, and what it answers.</summary>
public sealed record ConversionReview : TypeMeta
{
    public ConversionRequest? Request { get; init; }

    public ConversionResponse? Response { get; init; }
}

public sealed record ConversionRequest
{
    [AlwaysWritten]
    public string Uid { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string DesiredAPIVersion { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public IReadOnlyList<JsonElement> Objects { get; init => field = value ?? []; } = [];
}

public sealed record ConversionResponse
{
    [AlwaysWritten]
    public string Uid { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public IReadOnlyList<JsonElement> ConvertedObjects { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public Status Result { get; init => field = value ?? new(); } = new();
}

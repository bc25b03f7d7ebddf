using System.Text.Json;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Admission;

public sealed record AdmissionReview : TypeMeta
{
    public AdmissionRequest? Request { get; init; }

    public AdmissionResponse? Response { get; init; }
}

public sealed record AdmissionRequest
{
    [AlwaysWritten]
    public string Uid { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public GroupVersionKind Kind { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public GroupVersionResource Resource { get; init => field = value ?? new(); } = new();

    public string SubResource { get; init => field = value ?? ""; } = "";

    public GroupVersionKind? RequestKind { get; init; }

    public GroupVersionResource? RequestResource { get; init; }

    public string RequestSubResource { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Operation))]
    public string Operation { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public UserInfo UserInfo { get; init => field = value ?? new(); } = new();

    public JsonElement? Object { get; init; }

    public JsonElement? OldObject { get; init; }

    public bool? DryRun { get; init; }

    public JsonElement? Options { get; init; }
}

public sealed record AdmissionResponse
{
    [AlwaysWritten]
    public string Uid { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public bool Allowed { get; init; }

    /// <summary>The state that was last observed. The system writes it.</summary>
    public Status? Status { get; init; }

    public byte[]? Patch { get; init; }

    [Values(typeof(PatchType))]
    public string? PatchType { get; init; }

    public IReadOnlyDictionary<string, string> AuditAnnotations { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];
}

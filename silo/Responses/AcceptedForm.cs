using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Silo.Responses;

/// <summary>The form in which a client wants its answer.</summary>
/// <param name="Shape">What the answer is to be turned into.</param>
/// <param name="Medium">In what it is written.</param>
/// <param name="Version">The version of a Table or PartialObjectMetadata: v1 or v1beta1.</param>
/// <param name="OfList">Whether the name of the shape is that of a list (PartialObjectMetadataList).</param>
public sealed record AcceptedForm(AnswerShape Shape, AnswerMedium Medium, string Version, bool OfList = false)
{
    public static AcceptedForm Json { get; } = new(AnswerShape.Object, AnswerMedium.Json, "");

    public bool IsYaml => Medium == AnswerMedium.Yaml;

    public bool IsProtobuf => Medium == AnswerMedium.Protobuf;

    public string ContentType => Medium switch
    {
        AnswerMedium.Yaml => "application/yaml",
        AnswerMedium.Protobuf => ProtobufJson.MediaType,
        _ => "application/json",
    };
}

/// <summary>What an answer is written in.</summary>
public enum AnswerMedium
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>What an answer is turned into on its way out.</summary>
public enum AnswerShape
{
    /// <summary>The objects as they are.</summary>
    Object,

    /// <summary>Columns and rows, printed by the server.</summary>
    Table,

    /// <summary>The metadata of the objects alone.</summary>
    PartialMetadata,

    /// <summary>All groups and resources in one document, apidiscovery.k8s.io (discovery only).</summary>
    AggregatedDiscovery,
}

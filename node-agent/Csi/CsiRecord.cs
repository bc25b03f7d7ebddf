using System.Text.Json;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>What a driver was asked to do for a pod's volume, so that it can be undone, by the next agent too.</summary>
public sealed record CsiRecord
{
    /// <summary>The pod.</summary>
    public required string Uid { get; init; }

    /// <summary>The volume's name in the pod.</summary>
    public required string Volume { get; init; }

    public required string Driver { get; init; }

    public required string Handle { get; init; }

    /// <summary>Where it is published for the pod.</summary>
    public required string Target { get; init; }

    /// <summary>Where it is staged for all pods of the node; null where the driver does not.</summary>
    public string? Staging { get; init; }

    /// <summary>Its name among the node's volumes in use; null where it need not be attached.</summary>
    public string? UniqueName { get; init; }

    /// <summary>The run of the machine in which it was published; null while it is not. Mounts end with the machine's run.</summary>
    public string? Boot { get; init; }

    public bool IsBlock { get; init; }

    /// <summary>Whether the driver was asked for anything; before that there is nothing to undo.</summary>
    public bool IsAsked { get; init; }

    /// <summary>Whether the driver wants to be asked again now and then.</summary>
    public bool IsRepublished { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>What was written; null where that was cut off.</summary>
    public static CsiRecord? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<CsiRecord>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>What a watch tells about an object.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing changed up to the object's resourceVersion; the object holds nothing else.</summary>
    Bookmark,
}

/// <summary>One event of a watch. <see cref="Object"/> is the state after it, for a deletion the last one.</summary>
public readonly record struct WatchEvent<TObject>(WatchEventType Type, TObject Object) where TObject : KubeObject;

namespace Orleans.Kube.Model.Schema;

/// <summary>How server-side apply treats what is inside a field.</summary>
public enum MergeStyle
{
    /// <summary>Every entry of a map or field of a struct has owners of its own. What structs and maps are unless told otherwise.</summary>
    Granular,

    /// <summary>The value has owners only as a whole. What scalars are, and lists unless told otherwise.</summary>
    Atomic,

    /// <summary>A list of distinct scalars, each with owners of its own.</summary>
    Set,

    /// <summary>A list of structs that are told apart by key fields.</summary>
    KeyedList,
}

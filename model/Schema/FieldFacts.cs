namespace Orleans.Kube.Model.Schema;

/// <summary>The attributes of a property, read in one go: looking each up by itself is what costs time at start.</summary>
internal readonly struct FieldFacts(object[] attributes)
{
    public bool Has<TAttribute>() where TAttribute : Attribute => Find<TAttribute>() is not null;

    public TAttribute? Find<TAttribute>() where TAttribute : Attribute
    {
        foreach (var attribute in attributes)
            if (attribute is TAttribute found) return found;
        return null;
    }
}

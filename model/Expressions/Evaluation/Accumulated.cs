namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>A list that an expression makes.</summary>
internal sealed class Accumulated : List<object?>
{
    public Accumulated()
    {
    }

    public Accumulated(IEnumerable<object?> items)
        : base(items)
    {
    }

    /// <summary>Whether only the walk that fills it knows it, so that what is added to it may be added in place.</summary>
    public bool IsOpen { get; set; }
}

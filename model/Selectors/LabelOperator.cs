namespace Orleans.Kube.Model.Selectors;

/// <summary>What a requirement asks of a label.</summary>
public enum LabelOperator
{
    /// <summary>The label is there with one of the values.</summary>
    In,

    /// <summary>The label is not there, or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there, whatever its value.</summary>
    Exists,

    /// <summary>The label is not there.</summary>
    DoesNotExist,

    /// <summary>The label is a number greater than the value.</summary>
    GreaterThan,

    /// <summary>The label is a number less than the value.</summary>
    LessThan,
}

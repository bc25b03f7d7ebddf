using System.Globalization;

namespace Orleans.Kube.Model;

/// <summary>A number or a string, such as a port (<c>80</c>, <c>"http"</c>) or a share (<c>1</c>, <c>"25%"</c>).</summary>
public readonly record struct IntOrString
{
    private readonly string? _text;
    private readonly int _number;

    public IntOrString(int number) => _number = number;

    public IntOrString(string text) => _text = text;

    public bool IsString => _text is not null;

    /// <summary>The number; for a string that is all digits its value, otherwise 0.</summary>
    public int Number => _text is null ? _number : int.TryParse(_text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>The string, or the number in digits.</summary>
    public string Text => _text ?? _number.ToString(CultureInfo.InvariantCulture);

    public static implicit operator IntOrString(int number) => new(number);

    public static implicit operator IntOrString(string text) => new(text);

    public override string ToString() => Text;
}

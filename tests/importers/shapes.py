"""Tables in the shapes of other countries' releases, with figures of our own."""

import csv
import io

FRENCH = (
    "alim_grp_code;alim_grp_nom_fr;alim_code;alim_nom_fr;alim_nom_sci;"
    "Energie, Règlement UE N° 1169/2011 (kJ/100 g);Energie, Règlement UE N° 1169/2011 (kcal/100 g);"
    "Eau (g/100 g);Protéines, N x 6.25 (g/100 g);Glucides (g/100 g);Lipides (g/100 g);Sucres (g/100 g);"
    "Fibres alimentaires (g/100 g);AG saturés (g/100 g);Sel chlorure de sodium (g/100 g);Calcium (mg/100 g);"
    "Magnésium (mg/100 g);Potassium (mg/100 g);Sodium (mg/100 g);Vitamine D (µg/100 g);"
    "Vitamine B12 (µg/100 g);Vitamine B9 ou Folates totaux (µg/100 g)\n"
    "01;fruits;13000;Pomme crue;;218;52,1;85,4;0,3;12;0,2;10;2,1;traces;< 0,01;5,1;4,9;110;0,6;0;0;< 3,5\n"
    "02;laits;19041;Lait demi-écrémé;;193;46;90;3,3;4,8;1,5;4,8;0;1;0,11;118;11;160;43;-;0,4;5\n"
    "03;poissons;26036;Saumon cuit;;860;206;64;24;0;12,3;0;0;2,9;0,14;9;30;390;55;7,1;3,2;-\n"
    "04;légumes;20057;Épinard cuit;;107;26;91;3,2;0,9;0,3;0,5;2,7;traces;0,2;141;53;330;79;0;0;103\n"
    "04;légumes;20058;Chou;;;;91;;;;;2,7;traces;0,2;41;13;230;9;0;0;abc\n"
)

GERMAN = (
    "Schlüssel;Bezeichnung;Gruppe;Energie (kJ);Eiweiß (g);Fett (g);Kohlenhydrate (g);Ballaststoffe (g);"
    "Magnesium (mg);Calcium (mg);Kalium (mg);Vitamin D (µg);Eisen (µg)\n"
    "B100;Vollkornbrot;Brot;875;7,3;1,2;39,0;8,1;63;25;290;k.A.;2000\n"
    "B200;Haferflocken;Getreide;1552;13,2;6,7;59;10,3;134;51;397;0;5800\n"
    "M100;Vollmilch;Milch;272;3,4;3,6;4,7;0;12;120;140;0,1;50\n"
)

CANADIAN_FOODS = (
    "FoodID,FoodCode,FoodGroupID,FoodDescription\n"
    "2,4,22,Cheese souffle\n4,5,22,Chop suey\n5,6,22,Corn fritter\n"
)
CANADIAN_AMOUNTS = (
    "FoodID,NutrientID,NutrientValue,StandardError\n"
    "2,203,9.54,0\n2,204,15.7,0\n2,205,5.91,0\n2,208,204,0\n2,268,854,0\n2,301,201,0\n2,304,17,0\n2,328,0.9,0\n"
    "2,817,0.1,0\n"
    "4,203,10.49,0\n4,204,7.87,0\n4,205,5.13,0\n4,208,134,0\n4,301,22,0\n4,304,22,0\n"
    "5,203,7.5,0\n5,204,20.6,0\n5,205,39,0\n5,301,64,0\n9,203,1,0\n"
)

MENU = (
    "Item,Serving (g),Price,Calories,Protein (g),Total Fat (g),Carbohydrates (g),Sodium (mg),Calcium (mg),"
    "Vitamin D (IU),Calories from fat\n"
    'Bean burrito,200,$3.50,430,16,14,60,"1,050",180,,126\n'
    "Side salad,100,$2.10,35,2,0.5,6,45,40,0,5\n"
    "Milk carton,240,$1.20,150,8,8,12,120,300,120,72\n"
    "Mystery plate,,$5.00,500,20,20,60,900,100,10,180\n"
)

BRITISH = {
    "Notes": [["McCance-like tables"], ["N is known to be there, nobody knows how much"]],
    "Proximates": [
        ["Food Code", "Food Name", "Group", "Water (g)", "Protein (g)", "Fat (g)", "Carbohydrate (g)",
         "Energy (kcal) (kcal)", "Energy (kJ) (kJ)", "AOAC fibre (g)", "Alcohol (g)"],
        ["", "", "", "WATER", "PROT", "FAT", "CHO", "KCALS", "KJ", "AOACFIB", "ALCO"],
        ["11-001", "Bread, brown", "AA", 40, 7.9, 2, 42.1, 207, 882, 5, 0],
        ["13-002", "Kale, boiled", "DG", 90, 2.4, 1.1, 1, 24, 100, "N", 0],
        ["17-003", "Vinegar", "Q", 95, 0.4, 0, "Tr", 22, 89, "Tr", "N"],
    ],
    "Inorganics": [
        ["Food Code", "Food Name", "Group", "Sodium (mg)", "Potassium (mg)", "Calcium (mg)", "Magnesium (mg)",
         "Iodine (µg)", "Manganese (mg)"],
        ["", "", "", "NA", "K", "CA", "MG", "I", "MN"],
        ["11-001", "Bread, brown", "AA", 443, 210, 186, 49, "N", 1.5],
        ["13-002", "Kale, boiled", "DG", 100, 160, 150, 8, "Tr", 0.2],
        ["99-999", "", "Q", 1, 1, 1, 1, 1, 1],
    ],
}  # fmt: skip


def write_workbook(path, sheets):
    """Write an Excel file."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def to_csv(rows):
    """Write rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
